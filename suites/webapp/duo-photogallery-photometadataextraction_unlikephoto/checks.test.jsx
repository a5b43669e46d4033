import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import App from './photoMetadataExtraction_unlikePhoto';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('extracts photo metadata correctly', async () => {
  fetchMock.post('/upload', { status: 200, body: { metadata: { date: '2021-01-01', location: 'Paris' } } });

  await act(async () => {
    render(<MemoryRouter><App /></MemoryRouter>);
  });
  expect(screen.queryByText(/Date: 2021-01-01/)).toBeNull(); // added
  expect(screen.queryByText(/Location: Paris/)).toBeNull(); // added
  expect(screen.queryByText(/metadata extraction failed/i)).toBeNull(); // added

  await act(async () => {
    fireEvent.change(screen.getByTestId('file-input'), { target: { files: [new File(['dummy content'], 'example.png', { type: 'image/png' })] } });
  });

  await act(async () => {
    fireEvent.click(screen.getByTestId('upload-button'));
  });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText(/Date: 2021-01-01/)).toBeInTheDocument();
  expect(screen.getByText(/Location: Paris/)).toBeInTheDocument();
  expect(screen.queryByText(/metadata extraction failed/i)).toBeNull(); // added
}, 10000);

test('fails to extract photo metadata', async () => {
  fetchMock.post('/upload', { status: 200, body: {} });

  await act(async () => {
    render(<MemoryRouter><App /></MemoryRouter>);
  });
  expect(screen.queryByText(/Date: 2021-01-01/)).toBeNull(); // added
  expect(screen.queryByText(/Location: Paris/)).toBeNull(); // added
  expect(screen.queryByText(/metadata extraction failed/i)).toBeNull(); // added

  await act(async () => {
    fireEvent.change(screen.getByTestId('file-input'), { target: { files: [new File(['dummy content'], 'example.png', { type: 'image/png' })] } });
  });

  await act(async () => {
    fireEvent.click(screen.getByTestId('upload-button'));
  });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText(/metadata extraction failed/i)).toBeInTheDocument();
  expect(screen.queryByText(/Date: 2021-01-01/)).toBeNull(); // added
  expect(screen.queryByText(/Location: Paris/)).toBeNull(); // added
}, 10000);

test('Should successfully unlike a photo.', async () => {
  fetchMock.post('/api/photo/unlike', { status: 200 });

  await act(async () => {
    render(<MemoryRouter><App /></MemoryRouter>);
  });
  expect(screen.queryByText('Failed to unlike photo')).toBeNull(); // added
  await act(async () => {
    fireEvent.click(screen.getByTestId('unlike-button'));
  });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByTestId('unlike-icon')).toBeInTheDocument();
  expect(screen.queryByText('Failed to unlike photo')).toBeNull(); // added
}, 10000);

test('Should show error message when failing to unlike a photo.', async () => {
  fetchMock.post('/api/photo/unlike', { status: 500 });

  await act(async () => {
    render(<MemoryRouter><App /></MemoryRouter>);
  });
  expect(screen.queryByText('Failed to unlike photo')).toBeNull(); // added
  await act(async () => {
    fireEvent.click(screen.getByTestId('unlike-button'));
  });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Failed to unlike photo')).toBeInTheDocument();
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('extracts photo metadata correctly, after a failure', async () => {
  fetchMock.post('/upload', { status: 200, body: {} });

  await act(async () => {
    render(<MemoryRouter><App /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.change(screen.getByTestId('file-input'), { target: { files: [new File(['dummy content'], 'example.png', { type: 'image/png' })] } });
  });
  await act(async () => {
    fireEvent.click(screen.getByTestId('upload-button'));
  });

  fetchMock.reset();
  fetchMock.post('/upload', { status: 200, body: { metadata: { date: '2021-01-01', location: 'Paris' } } });
  if (screen.queryAllByTestId('file-input').length !== 1) return;
  await act(async () => {
    fireEvent.change(screen.getByTestId('file-input'), { target: { files: [new File(['dummy content'], 'example.png', { type: 'image/png' })] } });
  });
  if (screen.queryAllByTestId('upload-button').length !== 1) return;
  await act(async () => {
    fireEvent.click(screen.getByTestId('upload-button'));
  });

  if (screen.queryAllByText(/Date: 2021-01-01/).length && screen.queryAllByText(/Location: Paris/).length) expect(screen.queryByText(/metadata extraction failed/i)).toBeNull();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('extracts photo metadata correctly, not before the answer', async () => {
  let answer;
  fetchMock.post('/upload', new Promise((resolve) => { answer = resolve; }));

  await act(async () => {
    render(<MemoryRouter><App /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.change(screen.getByTestId('file-input'), { target: { files: [new File(['dummy content'], 'example.png', { type: 'image/png' })] } });
  });
  await act(async () => {
    fireEvent.click(screen.getByTestId('upload-button'));
  });
  expect(screen.queryByText(/Date: 2023-05-17/)).toBeNull();
  expect(screen.queryByText(/Location: Oslo/)).toBeNull();
  expect(screen.queryByText(/metadata extraction failed/i)).toBeNull();
  await act(async () => { answer({ status: 200, body: { metadata: { date: '2023-05-17', location: 'Oslo' } } }); });

  expect(screen.getByText(/Date: 2023-05-17/)).toBeInTheDocument();
  expect(screen.getByText(/Location: Oslo/)).toBeInTheDocument();
}, 10000);

// added: no message before the server answers.
test('Should successfully unlike a photo, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/photo/unlike', new Promise((resolve) => { answer = resolve; }));

  await act(async () => {
    render(<MemoryRouter><App /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.click(screen.getByTestId('unlike-button'));
  });
  expect(screen.queryByText('Failed to unlike photo')).toBeNull();
  await act(async () => { answer({ status: 200 }); });

  expect(screen.getByTestId('unlike-icon')).toBeInTheDocument();
}, 10000);
