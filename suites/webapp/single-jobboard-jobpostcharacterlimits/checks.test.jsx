import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import JobPostingComponent from './jobPostCharacterLimits';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Validating character limits on job description and title successfully', async () => {
  fetchMock.post('/api/job', { status: 201 });

  await act(async () => {
    render(<MemoryRouter><JobPostingComponent /></MemoryRouter>);  
  });
  expect(screen.queryByText(/Job posted successfully!/i)).toBeNull(); // added
  expect(screen.queryByText(/Description exceeds character limit/i)).toBeNull(); // added
  await act(async () => {
    fireEvent.change(screen.getByLabelText(/Job Title/i), { target: { value: 'Software Engineer' } });
    fireEvent.change(screen.getByLabelText(/Description/i), { target: { value: 'A'.repeat(300) } });
  });
  await act(async () => {
    fireEvent.click(screen.getByText(/Submit/i));
  });

  expect(fetchMock.calls('/api/job')).toHaveLength(1);
  expect(screen.getByText(/Job posted successfully!/i)).toBeInTheDocument();
  expect(screen.queryByText(/Description exceeds character limit/i)).toBeNull(); // added
}, 10000);

test('Validating character limits failure due to exceeding limit', async () => {
  fetchMock.post('/api/job', 400);

  await act(async () => {
    render(<MemoryRouter><JobPostingComponent /></MemoryRouter>);
  });
  expect(screen.queryByText(/Job posted successfully!/i)).toBeNull(); // added
  expect(screen.queryByText(/Description exceeds character limit/i)).toBeNull(); // added
  await act(async () => {
    fireEvent.change(screen.getByLabelText(/Job Title/i), { target: { value: 'Software Engineer' } });
    fireEvent.change(screen.getByLabelText(/Description/i), { target: { value: 'A'.repeat(1001) } });
  });
  await act(async () => {
    fireEvent.click(screen.getByText(/Submit/i));
  });

  expect(fetchMock.calls('/api/job')).toHaveLength(1);
  expect(screen.getByText(/Description exceeds character limit/i)).toBeInTheDocument();
  expect(screen.queryByText(/Job posted successfully!/i)).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Validating character limits on job description and title successfully, after a failure', async () => {
  fetchMock.post('/api/job', 400);

  await act(async () => {
    render(<MemoryRouter><JobPostingComponent /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.change(screen.getByLabelText(/Job Title/i), { target: { value: 'Software Engineer' } });
    fireEvent.change(screen.getByLabelText(/Description/i), { target: { value: 'A'.repeat(1001) } });
  });
  await act(async () => {
    fireEvent.click(screen.getByText(/Submit/i));
  });

  fetchMock.reset();
  fetchMock.post('/api/job', { status: 201 });
  if (screen.queryAllByLabelText(/Job Title/i).length !== 1) return;
  if (screen.queryAllByLabelText(/Description/i).length !== 1) return;
  await act(async () => {
    fireEvent.change(screen.getByLabelText(/Job Title/i), { target: { value: 'Software Engineer' } });
    fireEvent.change(screen.getByLabelText(/Description/i), { target: { value: 'A'.repeat(300) } });
  });
  if (screen.queryAllByText(/Submit/i).length !== 1) return;
  await act(async () => {
    fireEvent.click(screen.getByText(/Submit/i));
  });

  if (screen.queryAllByText(/Job posted successfully!/i).length) expect(screen.queryByText(/Description exceeds character limit/i)).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('Validating character limits failure due to exceeding limit, after a success', async () => {
  fetchMock.post('/api/job', { status: 201 });

  await act(async () => {
    render(<MemoryRouter><JobPostingComponent /></MemoryRouter>);  
  });
  await act(async () => {
    fireEvent.change(screen.getByLabelText(/Job Title/i), { target: { value: 'Software Engineer' } });
    fireEvent.change(screen.getByLabelText(/Description/i), { target: { value: 'A'.repeat(300) } });
  });
  await act(async () => {
    fireEvent.click(screen.getByText(/Submit/i));
  });

  fetchMock.reset();
  fetchMock.post('/api/job', 400);
  if (screen.queryAllByLabelText(/Job Title/i).length !== 1) return;
  if (screen.queryAllByLabelText(/Description/i).length !== 1) return;
  await act(async () => {
    fireEvent.change(screen.getByLabelText(/Job Title/i), { target: { value: 'Software Engineer' } });
    fireEvent.change(screen.getByLabelText(/Description/i), { target: { value: 'A'.repeat(1001) } });
  });
  if (screen.queryAllByText(/Submit/i).length !== 1) return;
  await act(async () => {
    fireEvent.click(screen.getByText(/Submit/i));
  });

  if (screen.queryAllByText(/Description exceeds character limit/i).length) expect(screen.queryByText(/Job posted successfully!/i)).toBeNull();
}, 10000);

// added: no message before the server answers.
test('Validating character limits on job description and title successfully, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/job', new Promise((resolve) => { answer = resolve; }));

  await act(async () => {
    render(<MemoryRouter><JobPostingComponent /></MemoryRouter>);  
  });
  await act(async () => {
    fireEvent.change(screen.getByLabelText(/Job Title/i), { target: { value: 'Software Engineer' } });
    fireEvent.change(screen.getByLabelText(/Description/i), { target: { value: 'A'.repeat(300) } });
  });
  await act(async () => {
    fireEvent.click(screen.getByText(/Submit/i));
  });
  expect(screen.queryByText(/Job posted successfully!/i)).toBeNull();
  expect(screen.queryByText(/Description exceeds character limit/i)).toBeNull();
  await act(async () => { answer({ status: 201 }); });

  expect(screen.getByText(/Job posted successfully!/i)).toBeInTheDocument();
}, 10000);
