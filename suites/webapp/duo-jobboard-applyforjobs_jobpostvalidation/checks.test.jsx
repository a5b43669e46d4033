import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import App from './applyForJobs_jobPostValidation';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('successful job application.', async () => {
  fetchMock.post('/apply', 200);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Application Successful')).toBeNull(); // added
  expect(screen.queryByText('Failed to Apply')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('job-id-input'), { target: { value: '123' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('apply-button')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Application Successful')).toBeInTheDocument();
  expect(screen.queryByText('Failed to Apply')).toBeNull(); // added
}, 10000);

test('failure job application.', async () => {
  fetchMock.post('/apply', 400);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Application Successful')).toBeNull(); // added
  expect(screen.queryByText('Failed to Apply')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('job-id-input'), { target: { value: '123' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('apply-button')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Failed to Apply')).toBeInTheDocument();
  expect(screen.queryByText('Application Successful')).toBeNull(); // added
}, 10000);

test('Validating all fields before posting a job successfully', async () => {
  fetchMock.post('/api/job', { status: 201 });

  await act(async () => {
    render(<MemoryRouter><App /></MemoryRouter>);
  });
  expect(screen.queryByText(/Job posted successfully!/i)).toBeNull(); // added
  expect(screen.queryByText(/Please fill out all required fields/i)).toBeNull(); // added
  await act(async () => {
    fireEvent.change(screen.getByLabelText(/Job Title/i), { target: { value: 'Software Engineer' } });
    fireEvent.change(screen.getByLabelText(/Description/i), { target: { value: 'Develop software' } });
  });
  await act(async () => {
    fireEvent.click(screen.getByText(/Submit/i));
  });

  expect(fetchMock.calls('/api/job')).toHaveLength(1);
  expect(screen.getByText(/Job posted successfully!/i)).toBeInTheDocument();
  expect(screen.queryByText(/Please fill out all required fields/i)).toBeNull(); // added
}, 10000);

test('Validating all fields failure due to empty fields', async () => {
  fetchMock.post('/api/job', 400);

  await act(async () => {
    render(<MemoryRouter><App /></MemoryRouter>);
  });
  expect(screen.queryByText(/Job posted successfully!/i)).toBeNull(); // added
  expect(screen.queryByText(/Please fill out all required fields/i)).toBeNull(); // added
  await act(async () => {
    fireEvent.click(screen.getByText(/Submit/i));
  });

  expect(fetchMock.calls('/api/job')).toHaveLength(1);
  expect(screen.getByText(/Please fill out all required fields/i)).toBeInTheDocument();
  expect(screen.queryByText(/Job posted successfully!/i)).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('successful job application, after a failure', async () => {
  fetchMock.post('/apply', 400);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('job-id-input'), { target: { value: '123' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('apply-button')); });

  fetchMock.reset();
  fetchMock.post('/apply', 200);
  if (screen.queryAllByTestId('job-id-input').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('job-id-input'), { target: { value: '123' } }); });
  if (screen.queryAllByTestId('apply-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('apply-button')); });

  if (screen.queryAllByText('Application Successful').length) expect(screen.queryByText('Failed to Apply')).toBeNull();
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Validating all fields before posting a job successfully, after a failure', async () => {
  fetchMock.post('/api/job', 400);

  await act(async () => {
    render(<MemoryRouter><App /></MemoryRouter>);
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
    fireEvent.change(screen.getByLabelText(/Description/i), { target: { value: 'Develop software' } });
  });
  if (screen.queryAllByText(/Submit/i).length !== 1) return;
  await act(async () => {
    fireEvent.click(screen.getByText(/Submit/i));
  });

  if (screen.queryAllByText(/Job posted successfully!/i).length) expect(screen.queryByText(/Please fill out all required fields/i)).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('failure job application, after a success', async () => {
  fetchMock.post('/apply', 200);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('job-id-input'), { target: { value: '123' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('apply-button')); });

  fetchMock.reset();
  fetchMock.post('/apply', 400);
  if (screen.queryAllByTestId('job-id-input').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('job-id-input'), { target: { value: '123' } }); });
  if (screen.queryAllByTestId('apply-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('apply-button')); });

  if (screen.queryAllByText('Failed to Apply').length) expect(screen.queryByText('Application Successful')).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('Validating all fields failure due to empty fields, after a success', async () => {
  fetchMock.post('/api/job', { status: 201 });

  await act(async () => {
    render(<MemoryRouter><App /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.change(screen.getByLabelText(/Job Title/i), { target: { value: 'Software Engineer' } });
    fireEvent.change(screen.getByLabelText(/Description/i), { target: { value: 'Develop software' } });
  });
  await act(async () => {
    fireEvent.click(screen.getByText(/Submit/i));
  });

  fetchMock.reset();
  fetchMock.post('/api/job', 400);
  if (screen.queryAllByText(/Submit/i).length !== 1) return;
  await act(async () => {
    fireEvent.click(screen.getByText(/Submit/i));
  });

  if (screen.queryAllByText(/Please fill out all required fields/i).length) expect(screen.queryByText(/Job posted successfully!/i)).toBeNull();
}, 10000);

// added: no message before the server answers.
test('successful job application, not before the answer', async () => {
  let answer;
  fetchMock.post('/apply', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('job-id-input'), { target: { value: '123' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('apply-button')); });
  expect(screen.queryByText('Application Successful')).toBeNull();
  expect(screen.queryByText('Failed to Apply')).toBeNull();
  await act(async () => { answer(200); });

  expect(screen.getByText('Application Successful')).toBeInTheDocument();
}, 10000);

// added: no message before the server answers.
test('Validating all fields before posting a job successfully, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/job', new Promise((resolve) => { answer = resolve; }));

  await act(async () => {
    render(<MemoryRouter><App /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.change(screen.getByLabelText(/Job Title/i), { target: { value: 'Software Engineer' } });
    fireEvent.change(screen.getByLabelText(/Description/i), { target: { value: 'Develop software' } });
  });
  await act(async () => {
    fireEvent.click(screen.getByText(/Submit/i));
  });
  expect(screen.queryByText(/Job posted successfully!/i)).toBeNull();
  expect(screen.queryByText(/Please fill out all required fields/i)).toBeNull();
  await act(async () => { answer({ status: 201 }); });

  expect(screen.getByText(/Job posted successfully!/i)).toBeInTheDocument();
}, 10000);
