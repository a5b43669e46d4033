import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import App from './ticketComments_ticketSubmission';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Adding comments to a ticket should show success message.', async () => {
  fetchMock.post('/api/add-comment', { success: true });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Comment added successfully')).toBeNull(); // added
  expect(screen.queryByText('Comment addition failed')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('ticket-comment'), { target: { value: 'This is a comment' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('add-comment')); });

  expect(fetchMock.calls('/api/add-comment').length).toBe(1);
  expect(screen.getByText('Comment added successfully')).toBeInTheDocument();
  expect(screen.queryByText('Comment addition failed')).toBeNull(); // added
}, 10000);

test('Adding comments to a ticket should show error message when failed.', async () => {
  fetchMock.post('/api/add-comment', 500);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Comment added successfully')).toBeNull(); // added
  expect(screen.queryByText('Comment addition failed')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('ticket-comment'), { target: { value: 'This is a comment' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('add-comment')); });

  expect(fetchMock.calls('/api/add-comment').length).toBe(1);
  expect(screen.getByText('Comment addition failed')).toBeInTheDocument();
  expect(screen.queryByText('Comment added successfully')).toBeNull(); // added
}, 10000);

test('successfully submits a ticket with required fields filled', async () => {
  fetchMock.post('/api/tickets', { status: 200 });
  
  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Ticket submitted successfully!')).toBeNull(); // added
  expect(screen.queryByText('Title is required')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByLabelText('Title'), { target: { value: 'Test Ticket' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Submit')); });
  
  expect(fetchMock.calls('/api/tickets').length).toBe(1);
  expect(screen.getByText('Ticket submitted successfully!')).toBeInTheDocument();
  expect(screen.queryByText('Title is required')).toBeNull(); // added
}, 10000);

test('shows error when submitting a ticket with missing fields', async () => {
  fetchMock.post('/api/tickets', { status: 400 });
  
  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Ticket submitted successfully!')).toBeNull(); // added
  expect(screen.queryByText('Title is required')).toBeNull(); // added
  await act(async () => { fireEvent.click(screen.getByText('Submit')); });
  
  expect(fetchMock.calls('/api/tickets').length).toBe(1);
  expect(screen.getByText('Title is required')).toBeInTheDocument();
  expect(screen.queryByText('Ticket submitted successfully!')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Adding comments to a ticket should show success message, after a failure', async () => {
  fetchMock.post('/api/add-comment', 500);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('ticket-comment'), { target: { value: 'This is a comment' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('add-comment')); });

  fetchMock.reset();
  fetchMock.post('/api/add-comment', { success: true });
  if (screen.queryAllByTestId('ticket-comment').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('ticket-comment'), { target: { value: 'This is a comment' } }); });
  if (screen.queryAllByTestId('add-comment').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('add-comment')); });

  if (screen.queryAllByText('Comment added successfully').length) expect(screen.queryByText('Comment addition failed')).toBeNull();
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('successfully submits a ticket with required fields filled, after a failure', async () => {
  fetchMock.post('/api/tickets', { status: 400 });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByText('Submit')); });

  fetchMock.reset();
  fetchMock.post('/api/tickets', { status: 200 });
  if (screen.queryAllByLabelText('Title').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByLabelText('Title'), { target: { value: 'Test Ticket' } }); });
  if (screen.queryAllByText('Submit').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Submit')); });

  if (screen.queryAllByText('Ticket submitted successfully!').length) expect(screen.queryByText('Title is required')).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('Adding comments to a ticket should show error message when failed, after a success', async () => {
  fetchMock.post('/api/add-comment', { success: true });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('ticket-comment'), { target: { value: 'This is a comment' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('add-comment')); });

  fetchMock.reset();
  fetchMock.post('/api/add-comment', 500);
  if (screen.queryAllByTestId('ticket-comment').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('ticket-comment'), { target: { value: 'This is a comment' } }); });
  if (screen.queryAllByTestId('add-comment').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('add-comment')); });

  if (screen.queryAllByText('Comment addition failed').length) expect(screen.queryByText('Comment added successfully')).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('shows error when submitting a ticket with missing fields, after a success', async () => {
  fetchMock.post('/api/tickets', { status: 200 });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByLabelText('Title'), { target: { value: 'Test Ticket' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Submit')); });

  fetchMock.reset();
  fetchMock.post('/api/tickets', { status: 400 });
  if (screen.queryAllByText('Submit').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Submit')); });

  if (screen.queryAllByText('Title is required').length) expect(screen.queryByText('Ticket submitted successfully!')).toBeNull();
}, 10000);

// added: no message before the server answers.
test('Adding comments to a ticket should show success message, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/add-comment', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('ticket-comment'), { target: { value: 'This is a comment' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('add-comment')); });
  expect(screen.queryByText('Comment added successfully')).toBeNull();
  expect(screen.queryByText('Comment addition failed')).toBeNull();
  await act(async () => { answer({ success: true }); });

  expect(screen.getByText('Comment added successfully')).toBeInTheDocument();
}, 10000);

// added: no message before the server answers.
test('successfully submits a ticket with required fields filled, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/tickets', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByLabelText('Title'), { target: { value: 'Test Ticket' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Submit')); });
  expect(screen.queryByText('Ticket submitted successfully!')).toBeNull();
  expect(screen.queryByText('Title is required')).toBeNull();
  await act(async () => { answer({ status: 200 }); });

  expect(screen.getByText('Ticket submitted successfully!')).toBeInTheDocument();
}, 10000);
